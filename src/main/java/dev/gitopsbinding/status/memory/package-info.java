/** What a status keeps of the one before: the last push, preview, wait, trouble and rollback. */
@NullMarked
package dev.gitopsbinding.status.memory;

import org.jspecify.annotations.NullMarked;
