package dev.gitopsbinding.cli.report;

/**
 * One stage of the chain from a commit to the cluster.
 *
 * @param text what is known of it, one line
 */
public record ChainStep(Stage stage, StageMark mark, String text) {}
