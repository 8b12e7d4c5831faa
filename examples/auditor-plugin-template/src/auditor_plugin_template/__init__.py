"""A template of a plug-in. Keep this file free of imports: auditor loads the parts one by one."""
