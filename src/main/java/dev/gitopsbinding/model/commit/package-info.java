/** Commits as people read them: what a push contains. Pure. */
@NullMarked
package dev.gitopsbinding.model.commit;

import org.jspecify.annotations.NullMarked;
