import { span, whole } from '../ui/format';
import type { AgentResponse, AgentSettings } from '@aiwhisperer/client';

export interface SettingInForce {
  /** As it is written in YAML, with its section. */
  key: string;
  value: string;
  /** Whether the agent's file says nothing of it. */
  isDefault: boolean;
}

/** An agent's settings as its file spells them. */
export function settingsInForce({ settings, defaults }: AgentResponse): SettingInForce[] {
  return settings ? entries(settings).map(([key, value]) => ({ key, value, isDefault: defaults.includes(key) })) : [];
}

function entries(settings: AgentSettings): [key: string, value: string][] {
  const { carryOver, timeoutSeconds } = settings;
  return [
    ['ai_config.temperature', String(settings.temperature)],
    ['ai_config.max_tokens', whole(settings.maxTokens)],
    ['ai_config.timeout', timeoutSeconds == null ? "the provider's" : span(timeoutSeconds * 1000)],
    ['ai_config.on_broken_reply', settings.onBrokenReply],
    ['on_busy', settings.onBusy],
    ['on_disconnect', settings.onDisconnect],
    ['carry_over', carryOver.policy === 'last' ? `the last ${carryOver.last} messages` : carryOver.policy],
    ['continuation.max_iterations', whole(settings.maxIterations)],
    ['continuation.timeout', span(settings.turnTimeoutSeconds * 1000)],
    ['continuation.require_explicit_signal', settings.requireExplicitSignal ? 'yes' : 'no'],
  ];
}
