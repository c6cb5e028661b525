/** Where the changes of a binding go, if not straight to the branch that it reads. Pure. */
@NullMarked
package dev.gitopsbinding.binding.push;

import org.jspecify.annotations.NullMarked;
