import type { DataResponse } from '../message/data-response.js';
import { ResponseTask } from './response-task.js';

/**
 * The response of a {@link DataRequest} for `await` (Alamofire's `DataTask`).
 *
 * @example
 * const { value } = session.request(url).validate().serializingJSON<User>();
 * console.log(await value);
 */
export class DataTask<T> extends ResponseTask<T, DataResponse<T>> {}
