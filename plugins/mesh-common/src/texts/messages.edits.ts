/** Why a change cannot be written into the files of a repository. */
export const editsMessages = {
  'request.edit.ambiguous':
    '{{object}} is defined more than once, in {{files}}, so it is not known which one counts. Nothing was changed. Leave one of them, and try again.',
  'request.edit.generated':
    '{{object}} is made by the template {{file}}, which is not edited from here. Nothing was changed. Change the template, or the values that it is given.',
  'request.edit.unreadable':
    '{{object}} seems to be in {{file}}, which is not valid YAML: {{problem}}. Nothing was changed. Mend the file, and try again.',
  'request.edit.shared':
    '{{object}} is defined in {{file}}, from which {{other}} is built as well, so a change there would not stay in this cluster. Nothing was changed. Make the change in a patch of this cluster.',
  'request.edit.absent':
    '{{object}} is in no file that {{directory}} is built from, so there is nothing to edit. Nothing was changed. Look whether the path of the delivery is that of the cluster.',
  'request.edit.stays-as-it-is':
    'There is no way to change {{object}} in {{file}} that leaves the rest of the file as it is. Nothing was changed. Write its labels and annotations one below the other, without anchors, and try again.',
  'request.edit.exists':
    '{{object}} would be written to {{file}}, which is there already. Nothing was changed. Move or remove the file, and try again.',
  'request.edit.renamed':
    '{{object}} would get another name or namespace from {{file}}. Nothing was changed. Add it by hand.',
  'request.edit.beyond-release':
    '{{object}} is made by the release {{release}}, which can change it, but neither make nor delete it. Nothing was changed. Change the chart or its values.',
} as const satisfies Readonly<Record<string, string>>;
