/** Which hosts, schemes and addresses may be reached. */
@NullMarked
package dev.gitopsbinding.net.address;

import org.jspecify.annotations.NullMarked;
