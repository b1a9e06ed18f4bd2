import { useRef } from 'react';

/**
 * The question that `answer` is an answer to. A page keeps the last answer until that to
 * a changed question is there, and must not take the one for the other.
 */
export function useQuestionOfAnswer(question: string, answer: object): string {
  const last = useRef({ question, answer });
  if (last.current.question === question || last.current.answer !== answer) {
    last.current = { question, answer };
  }
  return last.current.question;
}
