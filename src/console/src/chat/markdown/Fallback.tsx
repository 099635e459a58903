import { Component, type ReactNode } from 'react';

interface Props {
  /** What is shown when the children cannot be drawn. */
  instead: ReactNode;
  children: ReactNode;
}

/** Keeps what cannot be drawn from taking the page with it. */
export class Fallback extends Component<Props, { hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError() {
    return { hasFailed: true };
  }

  override render() {
    return this.state.hasFailed ? this.props.instead : this.props.children;
  }
}
