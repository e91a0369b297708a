import { apiDescriptions, describeApi } from '#api';
import { congestionDescription } from '#reception';

/** The description of the whole HTTP API, as `/api/openapi.json` gives it, for those who need it without a server. */
export function apiDescription() {
  return describeApi([congestionDescription, ...apiDescriptions]);
}
