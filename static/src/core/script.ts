// What a leader says: a list's script with the names put in.

/** What may stand in braces, and what it becomes. */
export const mergeFields = ['first_name', 'leader_first_name'] as const;

export interface Names {
  supporter: string;
  leader: string;
}

/** The script's paragraphs with the names in them: text, whatever stands in it. Lines in a paragraph stay lines. */
export function paragraphs(script: string, names: Names): string[] {
  const values: Record<string, string> = {
    first_name: firstName(names.supporter),
    leader_first_name: firstName(names.leader),
  };
  return script
    .split(/\n[ \t]*\n/)
    .map((p) =>
      p
        .trim()
        .replace(/\{(\w+)\}/g, (whole, field: string) =>
          Object.hasOwn(values, field) ? (values[field] ?? whole) : whole,
        ),
    )
    .filter((p) => p !== '');
}

function firstName(name: string): string {
  return name.trim().split(/\s+/)[0] ?? '';
}
