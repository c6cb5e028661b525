/** Gitea and Forgejo: commit statuses. Pure. */
@NullMarked
package dev.gitopsbinding.forge.gitea;

import org.jspecify.annotations.NullMarked;
