import { z } from 'zod';
import type { Audit } from '#platform/audit';
import type { Database } from '#platform/database';
import type { EventBus } from '#platform/events';
import { cookieNames, notFound, type Result, type Staff, type Subject, setCookie } from '#platform/http';
import type { StaffIdentity } from '#ui';
import type { House } from './house.ts';
import { roomsOf } from './rooms.ts';
import type { IdentityService } from './service.ts';

/** What the routes of this module work with. */
export interface RouteParts {
  readonly identity: IdentityService;
  readonly database: Database;
  readonly audit: Audit;
  readonly bus: EventBus;
  readonly house: House;
}

/** A member of staff as the frame of a page shows them, with the rooms that they may open. */
export function signedIn(staff: Staff, { house }: Pick<RouteParts, 'house'>): StaffIdentity {
  const department = house.departments().find(({ id }) => id === staff.department);
  return { name: staff.name, department: department?.name.ja ?? staff.department, rooms: roomsOf(staff) };
}

/** A handler for staff alone; whoever else came this far finds nothing. */
export const forStaff =
  <Request extends { readonly subject: Subject }>(
    handle: (staff: Staff, request: Request) => Result | Promise<Result>,
  ) =>
  (request: Request): Result | Promise<Result> =>
    request.subject.kind === 'staff' ? handle(request.subject, request) : notFound();

/** A passkey's answer; what is in it is for the library to judge. */
export const passkeyResponse = <T extends { id: string }>() =>
  z.custom<T>((value) => typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string');

/** One or several values of a form's field as a list; what was not sent is none. */
export const several = z
  .union([z.string().max(200), z.array(z.string().max(200)).max(200)])
  .default([])
  .transform((value) => (typeof value === 'string' ? [value] : value));

/** The cookie of a session; it goes with the browser, and the server ends it after twelve hours at the latest. */
export const sessionCookie = (token: string) => ({ cookies: [setCookie(cookieNames.staff, token)] });
