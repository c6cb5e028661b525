/**
 * Git hosts: tips of source branches, pushes to manifest branches, credentials. JGit is used in
 * this package and those below it only. Every method that reaches a host returns a {@link
 * dev.gitopsbinding.model.Result} instead of throwing, and ends within a time limit.
 */
@NullMarked
package dev.gitopsbinding.git;

import org.jspecify.annotations.NullMarked;
