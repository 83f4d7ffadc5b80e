// Sends a file as it is. XMLHttpRequest, because fetch does not tell how much has gone up.

import { Problem, root, Unreachable } from '../../core/api';
import type { ProblemBody } from '../../core/types';

export interface Upload<T> {
  done: Promise<T>;
  cancel: () => void;
}

/** The whole body is the file. Nothing of it stays on the server when it does not arrive whole. */
export function upload<T>(
  path: string,
  file: Blob,
  name: string,
  progress: (part: number) => void,
): Upload<T> {
  const x = new XMLHttpRequest();
  const done = new Promise<T>((resolve, reject) => {
    x.upload.onprogress = (e) => e.lengthComputable && progress(e.loaded / e.total);
    x.onerror = () => reject(new Unreachable());
    x.onabort = () => reject(new DOMException('cancelled', 'AbortError'));
    x.onload = () => {
      if (x.status < 300) return resolve(JSON.parse(x.responseText) as T);
      reject(new Problem(problemOf(x.status, x.responseText)));
    };
  });
  x.open('POST', `${root}${path}?name=${encodeURIComponent(name)}`);
  x.setRequestHeader('Content-Type', 'text/csv');
  x.setRequestHeader('Accept', 'application/json');
  x.send(file);
  return { done, cancel: () => x.abort() };
}

function problemOf(status: number, text: string): ProblemBody {
  try {
    const body = JSON.parse(text) as ProblemBody;
    if (typeof body.title === 'string') return { ...body, status };
  } catch {
    // not JSON: below
  }
  return {
    status,
    code: 'unknown',
    title: `The server did not take the file (${status}). Nothing of it was kept.`,
  };
}
