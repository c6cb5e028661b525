/** Statuses of source commits at their forge, by {@code spec.source.report}. */
@NullMarked
package dev.gitopsbinding.notify.commitstatus;

import org.jspecify.annotations.NullMarked;
