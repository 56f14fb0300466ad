import { describe, expect, it } from '@jest/globals';
import { absoluteURL } from '../../lib/transport/absolute-url.js';
import { relativeTo } from '../../lib/transport/axios/axios-config.js';

describe('absoluteURL', () => {
  it.each<[string, string | undefined, string | undefined, string | undefined]>([
    ['/users', 'https://a.example/v1', undefined, 'https://a.example/v1/users'],
    ['users?a=1', 'https://a.example/v1/', undefined, 'https://a.example/v1/users?a=1'],
    ['', 'https://a.example/v1', undefined, 'https://a.example/v1'],
    ['/users', '/api', 'https://page.example/app/index.html', 'https://page.example/api/users'],
    ['users', undefined, 'https://page.example/app/index.html', 'https://page.example/app/users'],
    ['/users', '', 'https://page.example/app/', 'https://page.example/users'],
    ['/users', '/api', undefined, undefined],
    ['/users', undefined, undefined, undefined],
  ])('makes %s with %s and %s: %s', (relative, instanceBase, platformBase, expected) => {
    expect(absoluteURL(relative, instanceBase, platformBase)).toBe(expected);
  });
});

describe('relativeTo', () => {
  it.each<[string | undefined, string, string]>([
    ['https://a.example/v1', 'https://a.example/v1/users?a=1', '/users?a=1'],
    ['https://a.example/v1/', 'https://a.example/v1/users', '/users'],
    ['https://a.example/v1', 'https://a.example/v1', 'https://a.example/v1'],
    ['https://a.example/v1', 'https://a.example/v10', 'https://a.example/v10'],
    ['https://a.example/v1', 'https://a.example/v1//b.example', 'https://a.example/v1//b.example'],
    ['https://a.example', 'https://a.example.evil/', 'https://a.example.evil/'],
    [undefined, 'https://a.example/', 'https://a.example/'],
  ])('makes of %s and %s: %s', (base, url, expected) => {
    expect(relativeTo(base, url)).toBe(expected);
  });
});
