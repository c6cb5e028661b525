package dev.gitopsbinding.plan;

/** What a rule returns: a plan to carry out, or a question or action that comes first. */
public sealed interface Step permits Action, Ask, Plan {}
