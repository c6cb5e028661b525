/** Conditions, made from drafts and from those before. Pure. */
@NullMarked
package dev.gitopsbinding.status.condition;

import org.jspecify.annotations.NullMarked;
