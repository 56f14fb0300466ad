import { lastValueFrom } from 'rxjs';
import type { DataRequest } from 'rxsession';

/** Settles when the upload was answered; rejects when it failed. */
export async function answered(request: DataRequest): Promise<void> {
  await lastValueFrom(request.validate().responseJSON().value());
}
