/** GitHub: commit statuses and check runs. Pure. */
@NullMarked
package dev.gitopsbinding.forge.github;

import org.jspecify.annotations.NullMarked;
