/** The card of an entity, and what other surfaces share with it. */
export const entityMessages = {
  'card.title': 'Mesh',
  'card.loading': 'Loading the mesh state',
  'card.hidden_one':
    '{{count}} more service matches that you may not see. It takes the permission {{permission}}.',
  'card.hidden_other':
    '{{count}} more services match that you may not see. It takes the permission {{permission}}.',
  'card.hiddenInstances_one':
    '{{service}} is in {{count}} more cluster where you may not see it. It takes the permission {{permission}}.',
  'card.hiddenInstances_other':
    '{{service}} is in {{count}} more clusters where you may not see it. It takes the permission {{permission}}.',
  'card.hiddenOfServices':
    '{{services}} of these services are in more clusters where you may not see them. It takes the permission {{permission}}.',
  'card.andEnrolled_one': 'and {{count}} enrolled',
  'card.andEnrolled_other': 'and {{count}} enrolled',
  'card.fewer': 'Show fewer',
  'card.standIns': 'Also called through',
  'card.showHow': 'Show how',
  'card.showWhy': 'Show why',
  'card.serviceIn': '{{service}} in {{cluster}}',
  'card.showHowFor': 'Show how: {{place}}, {{state}}',
  'card.checkItYourself': 'Check it yourself',
  'card.changed': '{{place}}: {{state}}, {{enrolled}} of {{total}} pods',
  'card.noService': '{{kind}}, no Service',

  'state.enrolled': 'enrolled',
  'state.partial': 'partly enrolled',
  'state.pending-restart': 'restart needed',
  'state.not-enrolled': 'not in a mesh',
  'state.opted-out': 'opted out',
  'state.misconfigured': 'misconfigured',
  'state.idle': 'nothing running',
  'state.unknown': 'unknown',

  'mode.sidecar': 'sidecar',
  'mode.ambient': 'ambient',
  'mode.proxyless': 'proxyless',

  'headline.in': 'in the mesh in {{where}}',
  'headline.partly': 'partly in the mesh in {{where}}',
  'headline.partlyAfterIn': 'partly in {{where}}',
  'headline.pending-restart': 'waiting for a restart in {{where}}',
  'headline.misconfigured': 'misconfigured in {{where}}',
  'headline.opted-out': 'opted out in {{where}}',
  'headline.not-enrolled': 'not in a mesh in {{where}}',
  'headline.idle': 'nothing running in {{where}}',
  'headline.unknown': 'unknown in {{where}}',
  'headline.lastKnown': 'not current for {{where}}',
  'headline.allLastKnown': 'when last read',
  'headline.clusters_one': '{{count}} cluster',
  'headline.clusters_other': '{{count}} clusters',

  'mtls.strict': 'mTLS strict',
  'mtls.permissive': 'mTLS permissive',
  'mtls.off': 'mTLS off',
  'mtls.unknown': 'mTLS unknown',
  'mtls.offForPods_one': 'mTLS off for {{count}} pod',
  'mtls.offForPods_other': 'mTLS off for {{count}} pods',

  'mtls.decidedBy': 'Decided by {{objects}}.',

  pods_one: '{{enrolled}}/{{count}} pod',
  pods_other: '{{enrolled}}/{{count}} pods',

  'freshness.live': 'live, checked {{age}}',
  'freshness.partlyLive_one':
    '{{live}} of {{count}} cluster live, checked {{age}}',
  'freshness.partlyLive_other':
    '{{live}} of {{count}} clusters live, checked {{age}}',
  'freshness.inPart': 'live, not all may be read, checked {{age}}',
  'freshness.notAnswered': 'no answer, last checked {{age}}',
  'freshness.asOf': 'last known, {{age}}',
  'freshness.asOfIn': 'last known in {{where}}, {{age}}',
  'freshness.more_one': 'and {{count}} more',
  'freshness.more_other': 'and {{count}} more',

  'source.live': 'The cluster is live.',
  'source.syncing': 'The cluster is being read for the first time.',
  'source.stale': 'Some of it could not be refreshed.',
  'source.forbidden': 'The portal may not read all of it.',
  'source.absent': 'The cluster does not have all that was looked for.',
  'source.unreachable': 'The cluster cannot be reached.',
  'source.unavailable': 'A source for it is unavailable.',
  'source.unsupported': 'The portal has no credentials of its own for it.',
  'source.missingRule': 'The rule that is missing',
  'source.lastRead': 'Shown is what was read {{age}}.',

  'error.title': 'The mesh state could not be loaded',
  'error.unanswered':
    'The portal gave no answer: the connection was lost, or could not be made.',
  'error.keeps':
    'Nothing in your clusters is affected, and what is shown below was right {{age}}.',
  'error.nothingYet':
    'Nothing in your clusters is affected: this page only reads.',
  'error.next':
    'It is asked for again every 10 seconds. If it stays, tell whoever runs this portal.',
  'error.retry': 'Try again',
  'error.permissionTitle': 'Nothing here that you may see',
  'error.instead':
    'What you may see of your services is on {{services}} and {{namespaces}}.',
  'error.permissionNext': 'Ask whoever runs this portal if you should see it.',
  'error.signInTitle': 'You are not signed in any more',
  'error.signInNext': 'Reload the page to sign in again.',

  'empty.title': 'No service found for this entity',
  'empty.unread': 'Not everything could be read, so it may still be there.',
  'empty.nextNamed':
    'It appears here once a service of this name exists. The annotation is in the catalog file of the entity:',
  'empty.noParts':
    'No component, resource or API in the catalog is part of this system.',
  'empty.nextOfParts':
    'Name the service in one of the parts, in its catalog file, and it appears here:',
  'empty.next':
    'Name the service in the entity, in its catalog file, and it appears here:',

  'how.title': '{{place}}: {{state}}',
  'how.why': 'Why',
  'how.was': 'What it was',
  'how.since': 'This began {{age}}.',
  'how.evidence': 'Seen in',
  'how.code': 'Code:',
  'how.fix': 'What to do',
  'how.command': 'Command',
  'how.manifest': 'As YAML, to merge into the manifest of the object',
  'how.effect': 'What it will do',
  'how.check': 'How to check it',
  'how.done': 'Nothing is left to do here.',
  'how.close': 'Close',

  'check.title': 'Check it yourself',
  'check.intro':
    'These commands ask the clusters directly, without the portal.',
  'check.none': 'There is nothing to check for {{place}} yet.',

  'copy.copied': 'Copied',
  'copy.label': 'Copy: {{what}}',

  'services.service': 'Service',
  'services.needs': 'Needs',
  'services.title': 'Your services',
  'services.attention': 'Needs your attention',
  'services.nothingNeeded':
    'Nothing: all of your services are as they should be.',
  'services.nothing': 'nothing',
  'services.nothingAskedFor': 'nothing: no mesh is asked for',
  'services.nothingOptedOut': 'nothing: it stays out as it says',
  'services.notHere': 'not here',
  'services.showAll_one': 'Show {{count}} service',
  'services.showAll_other': 'Show all {{count}} services',
  'services.showFewer': 'Show fewer',
  'services.truncated': 'The first {{shown}} of {{total}} are listed.',
  'services.emptyTitle': 'None of your services is in these clusters yet',
  'services.emptyNext':
    'Listed here are the services of all catalog entities that you or your groups own.',
  'services.inCluster': '{{cluster}}: {{text}}',
  'services.loading': 'Loading your services',
  'services.table': 'Your services, those that need you first',
} as const;
