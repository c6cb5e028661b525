package dev.gitopsbinding.plan;

/** One more fact is needed before a plan can be made. */
public record Ask(Question question) implements Step {}
