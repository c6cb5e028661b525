/** Finds, opens and updates pull requests at forges. */
@NullMarked
package dev.gitopsbinding.forge.pullrequest;

import org.jspecify.annotations.NullMarked;
