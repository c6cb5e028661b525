/** The tags that were deployed, and how long each stage took. Pure. */
@NullMarked
package dev.gitopsbinding.status.history;

import org.jspecify.annotations.NullMarked;
