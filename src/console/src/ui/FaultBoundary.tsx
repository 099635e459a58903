import { Component, type ReactNode } from 'react';

interface FaultBoundaryProps {
  /** What stands in place of the children once one of them has failed. */
  instead: (error: unknown) => ReactNode;
  children: ReactNode;
}

/** Keeps the failure of a component from taking the whole page with it. Give it a `key` whose change makes the children anew. */
export class FaultBoundary extends Component<FaultBoundaryProps, { fault?: { error: unknown } }> {
  override state: { fault?: { error: unknown } } = {};

  static getDerivedStateFromError(error: unknown) {
    return { fault: { error } };
  }

  override render(): ReactNode {
    return this.state.fault ? this.props.instead(this.state.fault.error) : this.props.children;
  }
}
