import type { GraphNode } from '@meshport/plugin-mesh-common';
import HelpOutlineIcon from '@mui/icons-material/HelpOutline';
import PublicIcon from '@mui/icons-material/Public';
import RouterOutlinedIcon from '@mui/icons-material/RouterOutlined';
import ViewInArOutlinedIcon from '@mui/icons-material/ViewInArOutlined';
import VisibilityOffOutlinedIcon from '@mui/icons-material/VisibilityOffOutlined';
import WidgetsOutlinedIcon from '@mui/icons-material/WidgetsOutlined';
import type SvgIcon from '@mui/material/SvgIcon';

const ICONS: Readonly<Record<GraphNode['kind'], typeof SvgIcon>> = {
  service: WidgetsOutlinedIcon,
  workload: ViewInArOutlinedIcon,
  gateway: RouterOutlinedIcon,
  external: PublicIcon,
  unknown: HelpOutlineIcon,
  hidden: VisibilityOffOutlinedIcon,
};

/** What kind of end it is; decoration beside its name. */
export function EndIcon({ kind }: Pick<GraphNode, 'kind'>) {
  const Icon = ICONS[kind];
  return (
    <Icon
      aria-hidden
      fontSize="small"
      sx={{ color: 'text.secondary', flexShrink: 0 }}
    />
  );
}
