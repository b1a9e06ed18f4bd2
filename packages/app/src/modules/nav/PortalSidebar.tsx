import {
  Sidebar,
  SidebarDivider,
  SidebarGroup,
  SidebarItem,
  SidebarScrollWrapper,
  SidebarSpace,
} from '@backstage/core-components';
import type { NavContentComponentProps } from '@backstage/plugin-app-react';
import MenuIcon from '@mui/icons-material/Menu';

/** Home and search first, settings last, every other page in between by title. */
export function PortalSidebar({ navItems }: NavContentComponentProps) {
  const items = navItems.withComponent(item => (
    <SidebarItem icon={() => item.icon} to={item.href} text={item.title} />
  ));
  const home = items.take('page:home');
  const search = items.take('page:search');
  // The graph is reached from the relations of an entity.
  navItems.take('page:catalog-graph');
  const settings = items.take('page:user-settings');
  return (
    <Sidebar>
      <SidebarGroup label="Menu" icon={<MenuIcon />}>
        {home}
        {search}
        <SidebarDivider />
        <SidebarScrollWrapper>
          {items.rest({ sortBy: 'title' })}
        </SidebarScrollWrapper>
      </SidebarGroup>
      <SidebarSpace />
      <SidebarDivider />
      {settings}
    </Sidebar>
  );
}
