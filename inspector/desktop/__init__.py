"""The inspector on a Linux desktop: double-click, context menus, icon; taken away again without a trace."""
