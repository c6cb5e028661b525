/** The rules that decide which source commit is wanted. Pure. */
@NullMarked
package dev.gitopsbinding.plan.rule.source;

import org.jspecify.annotations.NullMarked;
