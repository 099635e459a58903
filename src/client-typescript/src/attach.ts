import type { HubConnection, IStreamResult } from '@microsoft/signalr';
import { AIWhispererError } from './AIWhispererError.js';
import type { Connection } from './Connection.js';
import { Cursor } from './Cursor.js';
import { EventQueue } from './EventQueue.js';
import type { ClientToolDeclaration, MessageChannel, SessionEvent } from './generated/api.js';
import { isOfConnection } from './isOfConnection.js';
import { backOff, pause } from './waiting.js';

export interface AttachOptions {
  /** The `seq` of the last event that is had; 0, the default, for all. */
  readonly after?: number | undefined;
  /** What of the agents' words is wanted; without it that of the client, else `final` and `commentary`. */
  readonly channels?: readonly MessageChannel[] | undefined;
  /** Tools that this program runs itself while it is attached, at most 32; calls come as `tool.clientCalled`. */
  readonly tools?: readonly ClientToolDeclaration[] | undefined;
  /**
   * How many events may wait unread, 4,096 without it. When there are more, the session is left until they are read, and attached to
   * again from there; the server then gives pieces of text that were missed as one.
   */
  readonly maxUnread?: number | undefined;
  /** Ends the iteration, without an error. */
  readonly signal?: AbortSignal | undefined;
}

/** Told of each connection that the events come over; for the follower. */
export interface AttachWatch {
  attached(): void;
  lost(error: AIWhispererError | undefined): void;
}

/**
 * The events of a session, each once and in order, over as many connections as it takes.
 * @throws {AIWhispererError} For what does not heal by itself: there is no such session, the key is wrong.
 */
export async function* attach(
  connection: Connection,
  sessionId: string,
  options: AttachOptions,
  watch?: AttachWatch,
): AsyncGenerator<SessionEvent, void> {
  const leaving = AbortSignal.any([connection.closing, ...(options.signal ? [options.signal] : [])]);
  const cursor = new Cursor(options.after ?? 0);
  for (let failures = 0; !leaving.aborted; ) {
    let queue: EventQueue | undefined;
    const leave = () => queue?.leave();
    leaving.addEventListener('abort', leave);
    let error: AIWhispererError | undefined;
    let goesOn = false;
    try {
      const hub = await connection.open(leaving);
      queue = new EventQueue(streamOf(hub, sessionId, cursor.seq, options), options.maxUnread ?? 4_096);
      watch?.attached();
      for await (const event of queue) {
        failures = 0;
        const taken = cursor.take(event);
        if (taken === 'hole') {
          cursor.rewind();
          goesOn = true;
          break;
        }

        if (taken) {
          yield taken;
          if (leaving.aborted) {
            return;
          }
        }

        if (event.type === 'session.closed') {
          return;
        }
      }

      goesOn ||= queue.isOverrun;
    } catch (failure) {
      if (leaving.aborted) {
        return;
      }

      // The error that a connection closes with is that of another call on it, unless it comes again and again of what is declared here.
      const isOfAnother = isOfConnection(failure) && !(options.tools?.length && failures > 1);
      error = isOfAnother ? undefined : AIWhispererError.ofHub(failure);
      if (error?.code === 'invalid_cursor' && cursor.hasLive) {
        cursor.rewind();
        goesOn = true;
      } else if (error && !heals(error)) {
        throw error;
      }
    } finally {
      leaving.removeEventListener('abort', leave);
      queue?.leave();
    }

    if (!goesOn) {
      watch?.lost(error);
      failures++;
      await pause(Math.max((error?.retryAfterSeconds ?? 0) * 1_000, failures > 1 ? backOff(failures - 1) : 0), leaving);
    }
  }
}

function streamOf(hub: HubConnection, sessionId: string, after: number, { channels, tools }: AttachOptions): IStreamResult<SessionEvent> {
  if (tools?.length) {
    return hub.stream('AttachWithTools', sessionId, after, channels ?? ['final', 'commentary'], tools);
  }

  return channels ? hub.stream('AttachChannels', sessionId, after, channels) : hub.stream('Attach', sessionId, after);
}

/** Whether the same call may succeed later, without anybody doing anything about it. */
function heals(error: AIWhispererError): boolean {
  return error.retryAfterSeconds !== undefined || error.code === 'internal_error' || error.code === 'connection_lost';
}
