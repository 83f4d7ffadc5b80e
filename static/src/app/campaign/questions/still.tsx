import { Component, type ComponentChildren } from 'preact';

/** Draws again only when one of `of` is another: in a long script each key would draw hundreds of choices. */
export class Still extends Component<{ of: readonly unknown[]; draw: () => ComponentChildren }> {
  override shouldComponentUpdate(next: { of: readonly unknown[] }) {
    return next.of.some((v, i) => v !== this.props.of[i]);
  }

  override render() {
    return this.props.draw();
  }
}
