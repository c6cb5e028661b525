package dev.gitopsbinding.git.lane.read;

/**
 * What is asked about a branch, or done to it, in the queue of its lane.
 *
 * @param <T> the answer
 */
public sealed interface BranchQuestion<T> permits TipRead, HeadRead, BranchTask {}
