/** The fact finders: one class for each question, which asks hosts or remembers the answer. */
@NullMarked
package dev.gitopsbinding.controller.sync.fact;

import org.jspecify.annotations.NullMarked;
