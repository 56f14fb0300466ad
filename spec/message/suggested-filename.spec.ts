import { suggestedFilename } from '../../lib/message/suggested-filename.js';

describe('the suggested file name', () => {
  it.each([
    ['attachment; filename="a.pdf"', 'a.pdf'],
    ['attachment; filename=a.pdf', 'a.pdf'],
    ['attachment; FileName = a.pdf; size=1', 'a.pdf'],
    [String.raw`attachment; filename="a \"b\".pdf"`, 'a "b".pdf'],
    ["attachment; filename=a.pdf; filename*=UTF-8''%e2%82%ac.pdf", '€.pdf'],
    ["attachment; filename*=utf-8'de'gr%C3%B6%C3%9Fe", 'größe'],
    ["attachment; filename=a.pdf; filename*=UTF-8''%ff", 'a.pdf'],
    ['attachment; filename="../../etc/passwd"', 'passwd'],
    [String.raw`attachment; filename=C:\dir\a.pdf`, 'a.pdf'],
    ["attachment; filename*=UTF-8''..%2F..%2Fa.pdf", 'a.pdf'],
    ['attachment; filename="a\0\n.pdf"', 'a.pdf'],
  ])('of %j is %j', (disposition, name) => {
    expect(suggestedFilename(disposition, 'https://a.example/other')).toBe(name);
  });

  it.each([
    undefined,
    'attachment',
    'attachment; filename=""',
    'attachment; filename=".."',
    'attachment; filename="a/"',
  ])('is that of the URL where the header is %j', (disposition) => {
    expect(suggestedFilename(disposition, 'https://a.example/dir/b.pdf?x=/c.pdf#d')).toBe('b.pdf');
  });

  it.each([
    ['https://a.example/gr%C3%B6%C3%9Fe.txt', 'größe.txt'],
    ['https://a.example/a%2Fb', 'b'],
    ['https://a.example/', undefined],
    ['https://a.example/dir/', undefined],
    ['https://a.example/%ff', undefined],
    ['no url', undefined],
  ])('of the URL %s is %p', (url, name) => {
    expect(suggestedFilename(undefined, url)).toBe(name);
  });
});
