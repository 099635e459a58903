import type { Approval, ApprovalView } from '@aiwhisperer/client';

/** A question as REST tells it, in the shape in which a conversation's view has it. */
export function approvalOf({ untrusted, ...question }: ApprovalView): Approval {
  return {
    ...question,
    isUntrusted: untrusted,
    resolution: question.resolution,
    answerReason: question.answerReason,
    remember: question.remember,
    isRevoked: false,
  };
}
