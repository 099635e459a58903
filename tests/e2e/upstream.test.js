import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { faultsOf, whole } from './harness/faults.js';
import { isEnding } from './harness/feed.js';
import { inRounds, ofScale, print } from './harness/reliability.js';
import { call } from './harness/rest.js';
import { Server } from './harness/server.js';
import { Stage } from './harness/stage.js';
import { lastQuestion, Upstream, withKey } from './harness/upstream.js';
import { Workspace } from './harness/workspace.js';

const wires = ['openai', 'anthropic'];
const keys = { GOOD_KEY: withKey.OPENAI_API_KEY, WRONG_KEY: 'sk-wrong-55cd90ef' };
const fallback = 'The other model answers.';
const chances = [['U2 3 of 10 requests are 500', { dropRate: 0.3 }], ['U4 3 of 10 requests are cut', { disconnectRate: 0.3 }]];
const stage = new Stage();
const chaotic = {};
let upstream;
let server;

before(async () => {
  upstream = await Upstream.start(stage);
  const sound = await Upstream.start(stage);
  sound.answer(/^/, fallback);
  for (const wire of wires) {
    chaotic[wire] = await Upstream.start(stage, { journalMaxEntries: 0 });
  }

  const workspace = await Workspace.create(stage);

  // A fault is to be seen each time, so no circuit may open.
  const often = 'retry_delay: 0.01, breaker_minimum_calls: 100000';
  const providers = wires.flatMap((wire) => {
    const provider = (name, at, more = '', key = 'GOOD_KEY') =>
      `  ${wire}-${name}: { kind: ${wire}, base_url: "${wire === 'openai' ? at.url : at.root}", api_key: "\${${key}}", ${more} }`;
    const limits = `resilience: { ${often} }`;
    return [
      provider('broken', upstream, limits),
      provider('refused', upstream, limits, 'WRONG_KEY'),
      provider('hasty', upstream, `resilience: { ${often}, first_token_timeout: 5, silence_timeout: 2 }`),
      provider('quiet', upstream, wire === 'openai' ? `${limits}, wire: { unsupported: [stream_options] }` : limits),
      provider('chaotic', chaotic[wire], limits),
    ];
  });
  const sane = `  sound: { kind: openai, base_url: "${sound.url}", api_key: "\${GOOD_KEY}" }`;
  await workspace.write('config/providers.yaml', ['providers:', ...providers, sane, ''].join('\n'));
  const ids = providers.map((line) => line.trim().split(':')[0]);
  const agent = (id, ai) => `${id}: { name: ${id}, prompt: You are Ann., ai_config: { ${ai} }, allow_tools: [get_current_time] }\n`;
  const agents = ids.map((id) =>
    agent(`${id}-alone`, `provider: ${id}, model: m`) + agent(`${id}-pair`, `provider: ${id}, model: m, fallbacks: [sound/m]`));
  await workspace.useOnlyAgent(agents.join(''));
  const settings = { AIWhisperer__Sessions__DefaultAgent: `${ids[0]}-alone`, AIWhisperer__Sessions__MaxSessionsPerOwner: '100000' };
  server = await Server.start(stage, workspace, { env: { ...keys, ...settings } });
});

after(() => stage.end());

/** A turn in a session of its own, as REST tells it, and the session's events. */
async function ask(agentId, text) {
  const session = (await call(server, 'POST', '/api/sessions', { agentId })).body;
  const turn = (await call(server, 'POST', `/api/sessions/${session.id}/turns`, { text })).body;
  const { events } = (await call(server, 'GET', `/api/sessions/${session.id}/events?limit=1000&channels=final,commentary,analysis`)).body;
  assert.deepEqual(events.filter(isEnding).map((event) => event.type), [`turn.${turn.status}`]);
  Object.values(keys).forEach((key) => assert.equal(JSON.stringify([turn, events]).includes(key), false));
  return { turn, events };
}

const ofType = (events, type) => events.filter((event) => event.type === type);

async function meet(fault, agentId, text) {
  const fallsBack = agentId.endsWith('-pair') && fault.fallsBack === true;
  const atMost = (count, most) => (fallsBack ? Math.min(count, most) : count);

  const { turn, events } = await ask(agentId, text);

  assert.equal(turn.status, fallsBack || !fault.code ? 'completed' : 'failed', JSON.stringify(turn));
  if (fault.partOf && !fallsBack) {
    assert.ok(turn.text.length > 0 && turn.text.length < fault.partOf.length && fault.partOf.startsWith(turn.text), turn.text);
  } else {
    assert.equal(turn.text, fallsBack ? fallback : fault.text ?? '');
  }

  if (turn.status === 'failed') {
    assert.equal(turn.error.code, fault.code, turn.error.message);
    assert.ok(turn.replies.every((reply) => reply.partial));
  } else {
    assert.equal(turn.finishReason, fallsBack ? 'stop' : fault.finishReason ?? 'stop');
    assert.ok(turn.usage.inputTokens > 0 && turn.usage.inputTokens < 100_000, JSON.stringify(turn.usage));
    assert.ok(turn.usage.outputTokens < 10_000 && (turn.usage.outputTokens > 0 || turn.text === ''), JSON.stringify(turn.usage));
    assert.ok(fallsBack || Boolean(turn.usage.estimated) === Boolean(fault.estimated), JSON.stringify(turn.usage));
  }

  assert.equal(upstream.calls(text), atMost(fault.calls ?? 1, 2));
  assert.equal(ofType(events, 'model.retried').length, atMost(fault.retries ?? 0, 1));
  assert.deepEqual(ofType(events, 'tool.completed').map((event) => event.outcome), fault.tools ?? []);
  const sawPart = fallsBack && fault.partOf !== undefined;
  assert.deepEqual(ofType(events, 'model.fellBack').map((event) => event.partial), fallsBack ? [sawPart ? 'restart' : undefined] : []);
  assert.equal(ofType(events, 'message.dropped').length, sawPart ? 1 : 0);
}

describe('A turn that meets a fault of aimock', { concurrency: true }, () => {
  for (const wire of wires) {
    describe(`kind ${wire}`, { concurrency: 1 }, () => {
      for (const fault of faultsOf(wire)) {
        test(fault.name, async (t) => {
          const count = ofScale(1, 100);
          const provider = `${wire}-${fault.provider ?? 'broken'}`;
          const mark = `${wire} ${fault.name};`;
          upstream.script(mark, fault.steps);
          const from = performance.now();

          await inRounds(count, fault.provider === 'hasty' ? 25 : 10, (number) => Promise.all(
            ['alone', 'pair'].map((who) => meet(fault, `${provider}-${who}`, `${mark} round ${number}, ${who}`))));

          const seconds = ((performance.now() - from) / 1000).toFixed(1);
          await print(t, `aimock ${wire}, ${fault.name}`, `${2 * count} of ${2 * count} as promised; ${seconds} s`);
        });
      }

      for (const [name, chaos] of chances) {
        test(name, async (t) => {
          const count = ofScale(30, 1_000);
          const mark = `${wire} ${name};`;
          const { mock } = chaotic[wire];
          chaotic[wire].script(mark, [whole]);
          mock.clearRequests();
          mock.setChaos(chaos);
          const turns = new Map();

          await inRounds(count, 10, async (number) => {
            for (const who of ['alone', 'pair']) {
              const text = `${mark} round ${number}, ${who}`;
              turns.set(text, { who, ...(await ask(`${wire}-chaotic-${who}`, text)) });
            }
          });

          const statuses = new Map([...turns.keys()].map((text) => [text, []]));
          mock.getRequests().forEach(({ body, response }) => statuses.get(lastQuestion(body)).push(response.status));
          turns.forEach((asked, text) => checkLuck(asked, statuses.get(text)));
          const all = [...turns.values()];
          const failedOf = (who) => all.filter((asked) => asked.who === who && asked.turn.status === 'failed').length;
          const retried = all.reduce((sum, { events }) => sum + ofType(events, 'model.retried').length, 0);
          const fellBack = all.reduce((sum, { events }) => sum + ofType(events, 'model.fellBack').length, 0);
          const calls = mock.getRequests().length;
          assert.ok(retried > 0 && calls / turns.size <= 3);
          assert.equal(failedOf('pair'), 0);
          await print(t, `aimock ${wire}, ${name}`, `${turns.size} turns, ${calls} calls, ${(calls / turns.size).toFixed(2)} a turn, `
            + `${retried} retries, ${fellBack} fallbacks, ${failedOf('alone')} failed; 0 faults taken for a success`);
        });
      }
    });
  }
});

/** Whether a turn is what its requests met. */
function checkLuck({ who, turn, events }, statuses) {
  const isAnswered = statuses.at(-1) === 200;
  const faults = statuses.filter((status) => status !== 200).length;
  assert.equal(faults, statuses.length - (isAnswered ? 1 : 0));
  assert.ok(isAnswered || statuses.length === (who === 'pair' ? 2 : 3), `${statuses}`);
  assert.equal(ofType(events, 'model.retried').length, statuses.length - 1);
  assert.equal(ofType(events, 'model.fellBack').length, who === 'pair' && !isAnswered ? 1 : 0);
  assert.equal(turn.text, isAnswered ? whole.response.content : who === 'pair' ? fallback : '');
  assert.equal(turn.error?.code, isAnswered || who === 'pair' ? undefined : 'provider_unavailable');
}

test('U11 an id of an earlier turn comes again', async () => {
  const agentId = 'openai-broken-alone';
  const session = (await call(server, 'POST', '/api/sessions', { agentId })).body;
  const asked = [{ response: { toolCalls: [{ id: 'call_same', name: 'get_current_time', arguments: '{}' }] } }, whole];
  upstream.script('The same id', asked);

  const texts = ['The same id, first.', 'The same id, second.'];
  for (const text of texts) {
    const turn = (await call(server, 'POST', `/api/sessions/${session.id}/turns`, { text })).body;
    assert.deepEqual([turn.status, turn.text], ['completed', whole.response.content]);
  }

  const { messages } = upstream.requests(texts[1]).at(-1);
  const called = messages.flatMap((message) => message.tool_calls ?? []).map((toolCall) => toolCall.id);
  const answered = messages.filter((message) => message.role === 'tool').map((message) => message.tool_call_id);
  assert.equal(called.length, 2);
  assert.deepEqual(answered, called);
});
