"""Plans that get better, stage by stage: the engine that always answers."""
