import { Component, type ComponentType, h } from 'preact';

/** A component that is drawn again only when one of its properties is another value. */
export function still<P extends object>(Of: ComponentType<P>): ComponentType<P> {
  return class Still extends Component<P> {
    override shouldComponentUpdate(next: P) {
      const was = this.props as Record<string, unknown>;
      for (const k in next) if ((next as Record<string, unknown>)[k] !== was[k]) return true;
      return false;
    }
    override render() {
      return h(Of, this.props);
    }
  } as unknown as ComponentType<P>;
}
