import { Stack } from 'aws-cdk-lib';
import { CfnVPCEndpoint } from 'aws-cdk-lib/aws-ec2';
import type { GatewayVpcEndpoint } from 'aws-cdk-lib/aws-ec2';
import type { Problems } from '../core/problems';

/**
 * Reports another gateway endpoint of S3 in the stack that uses a route table of this one: a route table has one route to a service.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html#gateway-endpoint-routing
 */
export function checkOnlyWay(problems: Problems, endpoint: GatewayVpcEndpoint): void {
  problems.atSynthesis(endpoint, (found) => {
    const own = routeTablesOf(endpoint.node.defaultChild);
    for (const other of Stack.of(endpoint).node.findAll()) {
      if (other === endpoint.node.defaultChild || !routeTablesOf(other).some((table) => own.includes(table))) continue;
      const { path } = other === other.node.scope?.node.defaultChild ? other.node.scope.node : other.node;
      found.add('s3Endpoint', `must be ${path}, by which these subnets reach S3 already`, {
        cure: 'hand it in: a route table has one route to a service',
      });
    }
  });
}

/** The route tables that lead to S3 by a gateway; none for what is no such endpoint. */
function routeTablesOf(construct: unknown): string[] {
  if (!CfnVPCEndpoint.isCfnVPCEndpoint(construct)) return [];
  const { serviceName, vpcEndpointType = 'Gateway', routeTableIds } = construct;
  const stack = Stack.of(construct);
  const isWay = vpcEndpointType === 'Gateway' && JSON.stringify(stack.resolve(serviceName)).includes('.s3"');
  const tables: unknown = isWay ? stack.resolve(routeTableIds) : [];
  return Array.isArray(tables) ? tables.map((table) => JSON.stringify(table)) : [];
}
