/**
 * What {@code preview} does without a cluster: reads bindings and Secrets from files, and plans by
 * the parts of the operator. There is no part that could push.
 */
@NullMarked
package dev.gitopsbinding.cli.preview;

import org.jspecify.annotations.NullMarked;
