"""Public registers: who contacts whom, who holds which post, who asks for what on which docket."""
