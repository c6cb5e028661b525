/** What a binding reports to the forge of its source commits. Pure. */
@NullMarked
package dev.gitopsbinding.binding.report;

import org.jspecify.annotations.NullMarked;
