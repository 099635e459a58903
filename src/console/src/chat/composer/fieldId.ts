/** The id of the field in which the draft of that name is typed. */
export const fieldId = (draftName: string) => `draft-${draftName}`;
