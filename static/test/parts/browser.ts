// What happy-dom does not have yet: modal dialogs' and popovers' showing and hiding.

import { cleanup } from '@testing-library/preact';
import { afterEach } from 'vitest';

HTMLElement.prototype.showPopover = function () {
  this.setAttribute('data-shown', '');
};
HTMLElement.prototype.hidePopover = function () {
  this.removeAttribute('data-shown');
};
HTMLDialogElement.prototype.showModal ??= function () {
  this.open = true;
};

afterEach(cleanup);
