package dev.gitopsbinding.plan;

/** What a rule says: do this, or learn that first. */
public sealed interface Step permits Ask, Plan {}
