/** What is known of the outside once a question has been answered: values. */
@NullMarked
package dev.gitopsbinding.plan.fact;

import org.jspecify.annotations.NullMarked;
