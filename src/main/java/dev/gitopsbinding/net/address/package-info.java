/** Which hosts, schemes and addresses may be reached. */
package dev.gitopsbinding.net.address;
