/** The rules by which a sync is planned, one class each. Pure. */
@NullMarked
package dev.gitopsbinding.plan.rule;

import org.jspecify.annotations.NullMarked;
