/** Messages as CloudEvents. Pure. */
@NullMarked
package dev.gitopsbinding.notify.cloudevents;

import org.jspecify.annotations.NullMarked;
