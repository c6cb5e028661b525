package dev.gitopsbinding.plan;

/** What a rule returns: a plan to carry out, or a question to answer first. */
public sealed interface Step permits Ask, Plan {}
