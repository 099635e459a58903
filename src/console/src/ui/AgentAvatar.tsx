import type { CSSProperties } from 'react';
import styles from './AgentAvatar.module.css';
import { classes } from './classes';

interface AgentAvatarProps {
  /** The agent; undefined while it is not known, or gone. */
  agent: { readonly id: string; readonly name: string; readonly color?: string | null | undefined; readonly icon?: string | null | undefined } | undefined;
  /** Default `medium`. */
  size?: 'small' | 'medium' | 'large' | undefined;
}

/** An agent's sign in its colour. It says nothing that is not also written beside it, so it is not heard. */
export function AgentAvatar({ agent, size = 'medium' }: AgentAvatarProps) {
  return (
    <span className={classes(styles.avatar, styles[size])} style={agentColor(agent?.color)} aria-hidden>
      {agent?.icon || [...(agent?.name ?? '?')][0]?.toUpperCase()}
    </span>
  );
}

/** Makes `--agent` the agent's colour for an element and what is in it; a colour that is none is left out. */
export function agentColor(color: string | null | undefined): CSSProperties {
  return color && /^#[0-9a-f]{6}$/i.test(color) ? ({ '--agent': color } as CSSProperties) : {};
}
