import type { RequestDetails } from '@meshport/plugin-mesh-common';
import { CommandDialog } from './CommandDialog';
import { useRequest } from './useRequest';
import type { SimpleCommand } from './useRequestCommand';

/** Decides on a request of the list, once all that is approved with it is there to be read. */
export function ListDecision(props: {
  id: string;
  command: SimpleCommand;
  onClose(): void;
  onDone(details: RequestDetails): void;
}) {
  const { id, ...others } = props;
  const { answer } = useRequest(id);
  if (!answer) return null;
  return <CommandDialog {...others} request={answer.request} />;
}
