/** What requests say of themselves: to whom asked, to whom decides, in their history. */
export const requestsMessages = {
  'request.event.filed': 'Asked for.',
  'request.event.resubmitted': 'Changed and asked for again.',
  'request.event.commented': 'Commented.',
  'request.event.approved': 'Approved exactly these changes.',
  'request.event.rejected': 'Rejected. Nothing was changed.',
  'request.event.changes-asked': 'Asked the requester to change the request.',
  'request.event.withdrawn': 'Withdrawn by the requester.',
  'request.event.rechecked':
    'Checked again; whoever decides now decides on these changes.',
  'request.event.out-of-date':
    'What would be done is no longer what the request shows, so nothing was applied. Check the request again to see the changes of now.',
  'request.event.expired': 'Nobody decided in time. Nothing was changed.',
  'request.event.reminded':
    'Reminded those who can decide: the request expires {{expires}}.',
  'request.event.delivery-started': 'Started in {{clusters}}.',
  'request.event.step-started': 'Began to {{step}} {{object}}.',
  'request.event.delivery-done': 'Done in {{clusters}}.',
  'request.event.paused': 'Paused. What is done stays as it is.',
  'request.event.continued': 'Continued.',
  'request.event.retried': 'Tried again.',
  'request.event.undo-filed': 'Asked to take this back.',
  'request.phase.restart': 'Restart the workloads, one after the other',
  'request.undo.restart':
    'A restart cannot be taken back; the pods run as they did before it.',
  'request.waits.owner': 'The next part starts when an owner continues it.',
  'request.waits.paused': 'Paused until somebody continues it.',
  'request.step.skip': 'Left as it is; the rest goes on.',
  'request.step.restarted': '{{kind}} {{name}} in {{cluster}} restarts.',
  'request.step.ready':
    'All pods of {{kind}} {{name}} in {{cluster}} are new and ready.',
  'request.step.not-ready':
    'The new pods of {{kind}} {{name}} in {{cluster}} do not get ready, so no other workload was restarted. Look at its pods; then try again, or continue with the rest.',
  'request.write.no-identity':
    'The portal has no account with which it may write to cluster {{cluster}}. Configure one under mesh.requests.deliveries.',
  'request.write.unauthenticated':
    'Cluster {{cluster}} does not know the account with which the portal writes. Renew its token under mesh.requests.deliveries.',
  'request.write.forbidden':
    'The account with which the portal writes may not change {{kind}} {{name}} in {{cluster}}. Nothing was changed; grant it the right, and try again.',
  'request.write.missing':
    'There is no {{kind}} {{name}} in {{cluster}} any more. Nothing was changed.',
  'request.write.conflict':
    '{{kind}} {{name}} in {{cluster}} was changed at the same time, or is another one by now. Nothing was changed; check the request again.',
  'request.write.invalid':
    'Cluster {{cluster}} refuses the change of {{kind}} {{name}}. Nothing was changed.',
  'request.error.no-delivery':
    'The portal is not configured to deliver this. Nothing was changed.',
  'request.error.changed':
    'Something has changed since the request was approved, after a part of it had been done. What is done stays; ask anew for the rest.',
  'request.forbidden.service':
    'Only people ask for changes and decide on them; a service does neither.',
  'request.forbidden.acted-for':
    'You have to decide yourself, in the portal: no task or service does it for you.',
  'request.forbidden.approve':
    'You need the permission mesh.request.approve for this request to decide on it.',
  'request.forbidden.run':
    'Only whoever asked for this, and who may decide on it, can do that.',
  'request.refused.state':
    'The request is {{state}}, so there is nothing to {{command}}.',
  'request.refused.own':
    'Nobody decides on what they asked for themselves. Somebody else who may decide has to; you can withdraw the request.',
  'request.refused.others':
    'Only whoever asked for this can withdraw it or ask for it again.',
  'request.refused.hash':
    'The changes are not those that you looked at. Look at the request again, and decide on what it shows now.',
  'request.refused.other-kind':
    'A request stays of the kind that it is. Withdraw it, and ask for the other thing.',
  'request.refused.operation':
    'The portal cannot make this change by itself. What would have to be applied is in its preflight.',
  'request.refused.undone': 'There is a request to take this back already.',
  'request.refused.duplicate':
    'Another open request asks for the same. Withdraw that one first.',
  'request.refused.asked-already':
    'Somebody has asked for the same already, in a request that you may not see. Ask again when it is over, or ask for the permission mesh.request.read.',
  'request.refused.busy':
    'The request is being changed by others all the time. Try again.',
  'request.refused.not-under-way': 'This is not under way any more.',
} as const satisfies Readonly<Record<string, string>>;
